// WeChat's code-quality check (`checkCodeQuality` of `miniprogram-ci`; 代码质量 in the devtools), which needs neither a key nor a
// network. Usage: node lib/code-quality.mjs FOLDER. It prints the names of the checks, and those that fail. It is a program of its
// own because it watches the folder from then on.
import { createRequire } from 'node:module';
import { projectAt } from './validator.mjs';

const { checkCodeQuality } = createRequire(import.meta.url)('miniprogram-ci');
const results = await checkCodeQuality(projectAt(process.argv[2]));
const names = (of) => of.map(({ name }) => name);
const report = { checks: names(results), failed: names(results.filter(({ success }) => !success)) };
// It logs to standard output too.
process.stdout.write(`\n${JSON.stringify(report)}\n`, () => process.exit(0));
