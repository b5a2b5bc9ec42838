// Uploads a file with the real client. Prints "pause" after KB_PAUSE_AFTER chunks and goes on when a line comes in; prints "offset <n>" for every
// PATCH, and at last "done" or "failed <why>".
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Upload } from 'tus-js-client'

const { KB_ENDPOINT, KB_KEY, KB_FILE, KB_SIZE, KB_CHUNK, KB_PAUSE_AFTER, KB_BUCKET, KB_PATH, KB_TYPE } = process.env
const input = createInterface({ input: process.stdin })
const line = () => new Promise((resolve) => input.once('line', resolve))
let patches = 0

const upload = new Upload(createReadStream(KB_FILE), {
  endpoint: KB_ENDPOINT,
  headers: { apikey: KB_KEY },
  uploadSize: Number(KB_SIZE),
  chunkSize: Number(KB_CHUNK),
  retryDelays: [50, 100, 200, 500, 1000, 1000, 1000, 2000, 2000, 2000, 5000, 5000, 5000],
  metadata: { bucketName: KB_BUCKET, objectName: KB_PATH, contentType: KB_TYPE },
  onBeforeRequest: async (request) => {
    if (request.getMethod() !== 'PATCH') return
    if (patches++ === Number(KB_PAUSE_AFTER)) {
      console.log('pause')
      await line()
    }
    console.log(`offset ${request.getHeader('Upload-Offset')}`)
  },
  onError: (error) => {
    console.log(`failed ${error}`)
    process.exit(1)
  },
  onSuccess: () => {
    console.log('done')
    process.exit(0)
  },
})
upload.start()
