/** What `/health` answers, its keys as the outside reads them. */
export interface Health {
  readonly BuildVersion: string;
  /** ISO 8601. */
  readonly BuildTimestamp: string;
  /** Whether the database answered within its limit. */
  readonly DatabaseConnectivity: boolean;
  readonly MaintenanceMode: boolean;
}

/**
 * 200 when well, else 503. In maintenance always 200: a migration that stops the database must not make the group
 * replace its instances.
 */
export function healthStatus(health: Health): 200 | 503 {
  return health.MaintenanceMode || health.DatabaseConnectivity ? 200 : 503;
}
