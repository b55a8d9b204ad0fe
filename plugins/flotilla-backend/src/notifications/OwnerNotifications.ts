import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { OwnerMessage } from './decide';

/** Tells owners of clusters what concerns them. */
export class OwnerNotifications {
  constructor(
    private readonly notifications: NotificationService,
    private readonly logger: LoggerService,
  ) {}

  async send(message: OwnerMessage): Promise<void> {
    const { fleet, cluster, owner, ...payload } = message;
    try {
      await this.notifications.send({
        recipients: { type: 'entity', entityRef: owner },
        payload: { ...payload, link: `/catalog/${fleet}/resource/${cluster}` },
      });
    } catch (error) {
      this.logger.error(
        `${owner} was not told that ${message.title}: ${error}`,
      );
    }
  }
}
