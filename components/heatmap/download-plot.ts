/** Saves a plot that is on the page as a picture of its own. */

/** Pixels of a PNG for each pixel of the page. */
const PNG_SCALE = 3;
const INK = '#343a40';

/** The plot as a file that needs no stylesheet: dark labels on white, without the frames around cells. */
export function plotToSvg(plot: SVGSVGElement, title: string): string {
  const copy = plot.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  for (const name of ['class', 'role', 'tabindex', 'aria-describedby', 'aria-roledescription'])
    copy.removeAttribute(name);
  for (const frame of copy.querySelectorAll('rect[fill="transparent"], rect:not([fill])')) frame.remove();
  const background = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: 'white' }))
    background.setAttribute(name, value);
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  style.textContent = `text { font: 10.5px monospace; fill: ${INK}; }`;
  const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  name.textContent = title;
  copy.prepend(name, style, background);
  return new XMLSerializer().serializeToString(copy);
}

/** Downloads a plot as SVG, or drawn as PNG. */
export async function downloadPlot(plot: SVGSVGElement, title: string, type: 'svg' | 'png'): Promise<void> {
  const svg = new Blob([plotToSvg(plot, title)], { type: 'image/svg+xml' });
  const blob = type === 'svg' ? svg : await drawPng(svg, plot.width.baseVal.value, plot.height.baseVal.value);
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: `${title}.${type}` }).click();
  URL.revokeObjectURL(url);
}

async function drawPng(svg: Blob, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  const image = new Image(width, height);
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  const canvas = Object.assign(document.createElement('canvas'), {
    width: width * PNG_SCALE,
    height: height * PNG_SCALE,
  });
  const context = canvas.getContext('2d')!;
  context.scale(PNG_SCALE, PNG_SCALE);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the browser could not draw the plot'))),
      'image/png',
    );
  });
}
