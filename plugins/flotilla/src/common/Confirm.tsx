import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
} from '@backstage/ui';
import { type ReactNode, useState } from 'react';
import { flotillaTranslationRef } from '../translation';

/** A button whose deed is asked about once more before it is done. */
export const Confirm = (props: {
  button: string;
  variant?: 'primary' | 'secondary';
  title: string;
  children: ReactNode;
  /** What it says on the button that does it. */
  action: string;
  onConfirm: () => Promise<void>;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const confirm = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await props.onConfirm();
      setOpen(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button size="small" variant={props.variant ?? 'secondary'}>
        {props.button}
      </Button>
      <Dialog width="min(520px, 92vw)">
        <DialogHeader>{props.title}</DialogHeader>
        <DialogBody>
          {props.children}
          {failure && (
            <Alert role="alert" mt="3" status="danger" icon title={failure} />
          )}
        </DialogBody>
        <DialogFooter>
          <Button variant="primary" isPending={busy} onPress={confirm}>
            {props.action}
          </Button>
          <Button variant="secondary" slot="close">
            {t('confirm.cancel')}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
};
