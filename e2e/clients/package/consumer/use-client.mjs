import * as client from '@sentiment-service/client';
import { exercise } from './exercise.mjs';

console.log(JSON.stringify(await exercise(client, process.argv[2])));
