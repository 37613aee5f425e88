// Downloads a result file with a client typed by openapi-typescript, and prints the file's SHA-256.
import { createHash } from "node:crypto";
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

const client = createClient<paths>({
  baseUrl: process.env.PICOPT_URL,
  headers: { Authorization: `Bearer ${process.env.PICOPT_API_KEY}` },
});
const { data, error } = await client.GET("/v1/files/{file_id}", {
  params: { path: { file_id: process.env.FILE_ID! } },
  parseAs: "arrayBuffer",
});
if (!data) throw new Error(error?.detail ?? "no answer");
console.log(createHash("sha256").update(new Uint8Array(data)).digest("hex"));
