// node evaluate.cjs FOLDER POLICY…: what Google's CSP evaluator, in FOLDER, finds against policies that hold together. A JSON
// list of "DIRECTIVE VALUE: words".
const [folder, ...policies] = process.argv.slice(2);
const { CspEvaluator } = require(`${folder}/dist/evaluator.js`);
const { CspParser } = require(`${folder}/dist/parser.js`);
const findings = policies.flatMap((policy) => new CspEvaluator(new CspParser(policy).csp).evaluate());
console.log(JSON.stringify(findings.map(({ directive, value, description }) => `${directive} ${value}: ${description}`)));
