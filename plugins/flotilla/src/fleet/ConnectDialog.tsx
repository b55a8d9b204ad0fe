import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  Text,
  TextField,
} from '@backstage/ui';
import { useState } from 'react';
import { Command } from '../common';
import { flotillaTranslationRef } from '../translation';

/** How a cluster that is already there joins the fleet. */
export const ConnectDialog = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const [name, setName] = useState('');
  const cluster = name.trim() || '<cluster>';
  return (
    <DialogTrigger>
      <Button variant="secondary">{t('fleet.connect.button')}</Button>
      <Dialog width="min(640px, 92vw)">
        <DialogHeader>{t('fleet.connect.title')}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            <Text as="p">{t('fleet.connect.how')}</Text>
            <TextField
              label={t('fleet.connect.name')}
              value={name}
              onChange={setName}
            />
            <Text as="p">{t('fleet.connect.file', { cluster })}</Text>
            <Text as="p">{t('fleet.connect.run')}</Text>
            <Command>{`flotilla bootstrap ${cluster} | kubectl apply -f -`}</Command>
            <Text as="p">{t('fleet.connect.then')}</Text>
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('fleet.connect.close')}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
};
