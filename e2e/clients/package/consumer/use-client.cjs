const client = require('@sentiment-service/client');

import('./exercise.mjs')
  .then(({ exercise }) => exercise(client, process.argv[2]))
  .then((seen) => console.log(JSON.stringify(seen)));
