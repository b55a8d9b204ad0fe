import { Flex, Select, Switch, TextAreaField, TextField } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useState } from 'react';
import { Quiet, Wrong } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { kindOf, type Option, parseTyped, typedText } from './optionSchema';

interface InputProps {
  option: Option;
  /** What was set by hand; undefined where the default holds. */
  value: unknown;
  onChange: (value: unknown) => void;
}

const TypedInput = ({ option, value, onChange }: InputProps) => {
  const { kind } = kindOf(option.schema);
  const [text, setText] = useState(() => typedText(kind, value));
  const type = (next: string) => {
    setText(next);
    onChange(parseTyped(kind, next));
  };
  const shared = {
    label: option.title,
    description: option.description,
    isRequired: option.isRequired && option.default === undefined,
    placeholder: typedText(kind, option.default),
    value: text,
    onChange: type,
  };
  if (kind === 'list' || kind === 'json') {
    return <TextAreaField {...shared} rows={3} />;
  }
  const isNumber = kind === 'integer' || kind === 'number';
  return <TextField {...shared} inputMode={isNumber ? 'numeric' : undefined} />;
};

const ChoiceInput = (props: InputProps & { choices: string[] }) => {
  const { option, value, onChange, choices } = props;
  const shown = value ?? option.default;
  return (
    <Select
      label={option.title}
      description={option.description}
      isRequired={option.isRequired && option.default === undefined}
      options={choices.map(choice => ({ id: choice, label: choice }))}
      value={typeof shown === 'string' ? shown : null}
      onChange={key => onChange(key === null ? undefined : String(key))}
    />
  );
};

const BooleanInput = ({ option, value, onChange }: InputProps) => (
  <Flex direction="column" gap="1">
    <Switch
      label={option.title}
      isSelected={Boolean(value ?? option.default)}
      onChange={onChange}
    />
    {option.description && <Quiet as="div">{option.description}</Quiet>}
  </Flex>
);

/** One option of a model, asked for as its schema wants. */
export const OptionInput = (props: InputProps & { problem?: string }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { option, problem } = props;
  const asked = kindOf(option.schema);
  return (
    <div>
      {asked.kind === 'boolean' && <BooleanInput {...props} />}
      {asked.kind === 'choice' && (
        <ChoiceInput {...props} choices={asked.choices} />
      )}
      {asked.kind !== 'boolean' && asked.kind !== 'choice' && (
        <TypedInput {...props} />
      )}
      {problem && (
        <Wrong isNew>
          {t('field.options.problem', { title: option.title, problem })}
        </Wrong>
      )}
    </div>
  );
};
