/** Mails of the site. Without a mail server, the administrator finds their links in the log. */
import { createTransport, type Transporter } from 'nodemailer';
import { SITE_NAME } from '../../domain/site-name';
import type { Config } from '../config';
import { log } from '../log';

/** A mail server that does not answer for this long is given up, in ms. */
const SILENCE_MS = 15_000;

export interface ResetMail {
  readonly to: string;
  /** Path of the page with the secret of the link. */
  readonly path: string;
}

export interface Mailer {
  /** Whether links are sent, rather than written to the log. */
  readonly isConfigured: boolean;
  /** Sends the link to reset a password, or writes it to the log. Failures are logged: a requester must not learn who has an account. */
  sendReset(mail: ResetMail): Promise<void>;
}

/** @param transport replaces the configured mail server, for tests. */
export function createMailer(
  { mail, siteUrl }: Pick<Config, 'mail' | 'siteUrl'>,
  transport?: Pick<Transporter, 'sendMail'>,
): Mailer {
  const server =
    mail &&
    (transport ??
      createTransport({
        url: mail.smtpUrl,
        connectionTimeout: SILENCE_MS,
        greetingTimeout: SILENCE_MS,
        socketTimeout: SILENCE_MS,
      }));
  return {
    isConfigured: mail !== null,
    async sendReset({ to, path }) {
      // Only SITE_URL makes a link: the address of a request can be forged, and the link would take the secret there.
      const link = `${siteUrl ?? ''}${path}`;
      if (!mail || !server) {
        log.warn({ email: to, link }, 'a password reset was requested; open this address of the site');
        return;
      }
      const text =
        `Somebody, probably you, asked to reset the password of this account.\n\n` +
        `Open this address within an hour to choose a new password:\n${link}\n\n` +
        `If it was not you, ignore this mail. The password stays as it is.\n`;
      try {
        await server.sendMail({ from: mail.from, to, subject: `Reset your ${SITE_NAME} password`, text });
      } catch (error) {
        log.error({ err: error }, 'a mail could not be sent');
      }
    },
  };
}
