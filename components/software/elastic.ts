/** The release of Elasticsearch and Logstash that all instances run, from Elastic's package repository. */
export const ELASTIC_VERSION = "8.19.19";

/** Port of Logstash's own API, pinned: by default it takes the first free one from 9600 to 9700. */
export const LOGSTASH_API_PORT = 9600;

/**
 * How much a Logstash keeps on its disk while the tier behind it does not answer. It stays under half of the volume, so
 * that the disk alarm tells of something else.
 */
export const QUEUE_GIB = 16;

/** Crash and heap dumps filled disks; Logstash writes heap dumps by default. */
export const JAVA_OPTIONS = [
  "-XX:-HeapDumpOnOutOfMemoryError",
  "-XX:-CreateCoredumpOnCrash",
  "-XX:ErrorFile=/var/log/logstash/hs_err_%p.log",
].join(" ");
