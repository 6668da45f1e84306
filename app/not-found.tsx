import { Text, Title } from '@mantine/core';
import { TextLink } from '../components/site/Links';

export default function NotFound() {
  return (
    <>
      <Title order={1}>Page not found</Title>
      <Text mt="sm">
        The address may be mistyped, its content was deleted, or it is private: only its owner can open it
        then, signed in. <TextLink href="/">Browse the gallery</TextLink> or{' '}
        <TextLink href="/runs">look at recent runs</TextLink>.
      </Text>
    </>
  );
}
