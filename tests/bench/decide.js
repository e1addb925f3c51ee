// The peer of the figure `decide`: json-rules-engine on the same rule and the same children.
// node decide.js FOLDER prints how many it found eligible and the seconds of the best of several
// rounds.
'use strict';
const fs = require('fs');
const path = require('path');
const {Engine} = require('json-rules-engine');

const read = (name) => JSON.parse(fs.readFileSync(path.join(process.argv[2], name), 'utf8'));

async function main() {
  const engine = new Engine([read('rule.json')], {allowUndefinedFacts: true});
  const children = read('children.json');
  let best = Infinity;
  let eligible = 0;
  for (let round = 0; round < 3; ++round) {
    eligible = 0;
    const begin = process.hrtime.bigint();
    for (const child of children) {
      const result = await engine.run(child);
      eligible += result.events.length;
    }
    best = Math.min(best, Number(process.hrtime.bigint() - begin) / 1e9);
  }
  console.log(JSON.stringify({children: children.length, eligible, seconds: best}));
}

main();
