// `npm run service:build`: dist/service.js, whether or not it is up to date.
import { buildService } from "./serviceBundle.mjs";

await buildService();
