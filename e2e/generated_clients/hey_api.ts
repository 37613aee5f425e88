// Downloads a result file with the client that hey-api generates, and prints the file's SHA-256.
import { createHash } from "node:crypto";
import { fileGet } from "./hey/index.js";
import { client } from "./hey/client.gen.js";

client.setConfig({ baseUrl: process.env.PICOPT_URL!, auth: () => process.env.PICOPT_API_KEY });
const { data, error } = await fileGet({ path: { file_id: process.env.FILE_ID! } });
if (!data) throw new Error(JSON.stringify(error));
const file: Blob | File = data;
console.log(createHash("sha256").update(new Uint8Array(await file.arrayBuffer())).digest("hex"));
