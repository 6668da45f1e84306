'use client';

import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { sendRequest } from '../apollo/send-request';
import { useAnswer } from '../demo/use-answer';
import type { LearnPredictQuery } from '../generated/graphql';
import { toShares, type Lesson, type LearnRequests } from './learning';
import { StepNote } from './StepNote';
import { TokenBars } from './TokenBars';
import { useSeen } from '../site/use-seen';
import classes from './learn.module.css';

/** Longest prompt that the step sends: the context of the bundled model is 128 tokens. */
const MAX_PROMPT = 300;

/** A forward run: what the model predicts after a prompt that the reader writes. */
export function PredictExperiment({
  lesson,
  requests,
}: {
  readonly lesson: Lesson;
  readonly requests: LearnRequests;
}) {
  const { fact, savedPredictions } = lesson;
  const [ref, isSeen] = useSeen<HTMLDivElement>();
  const [prompt, setPrompt] = useState(fact.pair.clean);
  const [asked, setAsked] = useState(fact.pair.clean);
  const state = useAnswer(isSeen ? `predict ${asked}` : null, () => predict(requests, fact.model, asked));
  const isFirst = asked === fact.pair.clean;
  const shown = state.answer?.value ?? (isFirst ? savedPredictions?.clean : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (prompt.trim() !== '') setAsked(prompt);
  };
  return (
    <div ref={ref} className={classes.experiment}>
      <form className={classes.promptForm} onSubmit={submit}>
        <TextInput
          label="Prompt"
          value={prompt}
          maxLength={MAX_PROMPT}
          onChange={(event) => setPrompt(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          Predict
        </Button>
      </form>
      <p className="pb-print-only">{asked}</p>
      <div className={classes.barsFrame}>
        {shown ? (
          <TokenBars label="Most probable next tokens" tokens={shown} />
        ) : (
          <p className={classes.empty}>{state.isComputing ? 'Computing …' : 'No prediction.'}</p>
        )}
      </div>
      <StepNote state={state} work="one forward run" hasSaved={isFirst && savedPredictions !== null} />
    </div>
  );
}

/** @throws Error with the message of the API. */
export async function predict({ predict: request }: LearnRequests, model: string, prompt: string) {
  const { predict } = await sendRequest<LearnPredictQuery>(request, { model, prompt });
  return toShares(predict);
}
