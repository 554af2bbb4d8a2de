declare module '@20minutes/s3rver' {
  /** A server that speaks as S3 does, and checks signatures. Its key and secret are S3RVER. */
  export default class S3rver {
    constructor(options: object);
    run(): Promise<{ port: number }>;
    close(): Promise<void>;
  }
}
