import type { CheckAnswer } from '../../check/ask-check.ts';
import type { Reason } from '../../check/judge.ts';
import { reasonWords, type CheckWordsOptions } from './words.ts';
import { checkWordsOptions } from './check.ts';
import { problemJson } from '../problem-json.ts';

/** The answer of `kg check --json`. */
export function checkJson(answer: CheckAnswer, home: string) {
  const { takenAt, root, trunk, worktree, branch, verdict, reasons, problems } = answer;
  const how = checkWordsOptions(answer, home);
  return {
    schema: 1,
    takenAt,
    project: { root, trunk },
    worktree,
    branch,
    verdict,
    reasons: reasons.map((reason) => reasonJson(reason, how)),
    problems: problems.map(problemJson),
  };
}

function reasonJson(reason: Reason, how: CheckWordsOptions) {
  const { code, weight, paths, with: other = reason.to } = reason;
  const { message, next } = reasonWords(reason, how);
  return {
    code,
    weight,
    message,
    next,
    ...(paths === undefined ? {} : { paths: [...paths] }),
    ...(other === undefined ? {} : { with: other }),
  };
}
