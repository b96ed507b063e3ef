// Turns the reports of the two runners into counts and titles. Whatever did not run is skipped,
// whatever is not known to have passed has failed.

/**
 * @typedef {{passed: number, failed: number, skipped: number, titles: string[],
 *   failures: {title: string, detail: string}[], stories: {title: string, ms: number}[]}} Outcome
 */

/** @returns {Outcome} */
export const nothing = () => ({
  passed: 0,
  failed: 0,
  skipped: 0,
  titles: [],
  failures: [],
  stories: [],
});

/**
 * @param {Outcome} outcome
 * @param {string} title
 * @param {string} detail
 */
export function fail(outcome, title, detail) {
  outcome.failed += 1;
  outcome.failures.push({ title, detail });
}

/**
 * @param {any} report
 * @param {Outcome} outcome
 */
export function countVitest(report, outcome) {
  for (const file of report.testResults) {
    if (file.assertionResults.length === 0 && file.status === 'failed') {
      fail(outcome, file.name, file.message ?? 'the file could not be run');
    }
    for (const test of file.assertionResults) {
      if (test.status === 'passed') {
        outcome.passed += 1;
        outcome.titles.push(test.fullName);
      } else if (test.status === 'failed') {
        fail(outcome, `${file.name} > ${test.fullName}`, (test.failureMessages ?? []).join('\n'));
      } else outcome.skipped += 1;
    }
  }
}

/**
 * @param {any} report
 * @param {Outcome} outcome
 */
export function countPlaywright(report, outcome) {
  for (const error of report.errors ?? []) fail(outcome, 'playwright', error.message ?? '');
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      const title = [...path, spec.title].filter(Boolean).join(' ');
      for (const test of spec.tests) {
        const ms = test.results.reduce((sum, result) => sum + (result.duration ?? 0), 0);
        outcome.stories.push({ title: `[${test.projectName}] ${title}`, ms });
        if (test.status === 'expected') {
          outcome.passed += 1;
          outcome.titles.push(title);
        } else if (test.status === 'skipped') outcome.skipped += 1;
        else {
          const messages = test.results.flatMap((r) => (r.errors ?? []).map((e) => e.message));
          fail(outcome, `${suite.file} [${test.projectName}] ${title}`, messages.join('\n'));
        }
      }
    }
    for (const inner of suite.suites ?? []) {
      walk(inner, inner.title === inner.file ? path : [...path, inner.title]);
    }
  };
  for (const suite of report.suites ?? []) walk(suite, []);
}

/**
 * @param {readonly {title: string, ms: number}[]} stories
 * @param {number} most
 * @returns {string[]} a line for each of the slowest
 */
export function slowest(stories, most) {
  return stories
    .toSorted((one, other) => other.ms - one.ms)
    .slice(0, most)
    .map(({ title, ms }) => `${(ms / 1_000).toFixed(1).padStart(6)} s  ${title}`);
}

/**
 * @param {string} text what the command printed; its last line is one JSON object
 * @param {Record<string, (report: any) => boolean>} claims
 * @param {Outcome} outcome
 */
export function countClaims(text, claims, outcome) {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  let report;
  try {
    report = JSON.parse(line);
  } catch {
    report = undefined;
  }
  for (const [title, holds] of Object.entries(claims)) {
    if (typeof report === 'object' && report !== null && holds(report)) {
      outcome.passed += 1;
      outcome.titles.push(title);
    } else fail(outcome, title, report === undefined ? text : line);
  }
}
