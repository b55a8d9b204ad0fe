import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ComponentProps, useState } from 'react';
import { aForm } from '../../__testUtils__/forms';
import { renderWithHub } from '../../__testUtils__/render';
import { Options } from './Options';

const answers = {
  model: { fleet: 'acme', name: 'standard', version: '1.5.0' },
  placement: {
    provider: 'eks',
    labels: { env: 'prod', region: 'eu-west-1' },
  },
};

const Form = (props: { onChange: (values: unknown) => void }) => {
  const [values, setValues] = useState({});
  const field: Partial<ComponentProps<typeof Options>> = {
    formData: values,
    formContext: { formData: answers },
    schema: {},
    onChange: next => {
      setValues(next ?? {});
      props.onChange(next);
    },
  };
  return <Options {...(field as ComponentProps<typeof Options>)} />;
};

describe('Options', () => {
  it('asks what the model leaves open, and shows what is locked with why', async () => {
    const onChange = jest.fn();
    renderWithHub(<Form onChange={onChange} />);

    await userEvent.type(await screen.findByLabelText('Workers'), '500');
    expect(screen.getByText('Workers: Must be at most 20.')).toBeVisible();
    await userEvent.clear(screen.getByLabelText('Workers'));
    await userEvent.type(screen.getByLabelText('Workers'), '5');

    expect(
      screen.queryByText('Workers: Must be at most 20.'),
    ).not.toBeInTheDocument();
    expect(onChange).toHaveBeenLastCalledWith({ workers: 5 });
    expect(
      screen.getByText('standard 1.5.0 keeps it the same everywhere'),
    ).toBeVisible();
  });

  it('takes the region from the page before, and does not ask again', async () => {
    const onChange = jest.fn();
    const region = { type: 'string', enum: ['eu-west-1'] };
    renderWithHub(<Form onChange={onChange} />, {
      form: async () => ({
        ...aForm(),
        schema: {
          type: 'object',
          properties: { region },
          required: ['region'],
        },
      }),
    });
    expect(
      await screen.findByText('Region: eu-west-1, as chosen under Where.'),
    ).toBeVisible();
    expect(onChange).toHaveBeenLastCalledWith({ region: 'eu-west-1' });
  });

  it('opens though the schema of the model is broken, and says so', async () => {
    const tag = { type: 'string', title: 'Tag', pattern: '^(?!x)a' };
    renderWithHub(<Form onChange={jest.fn()} />, {
      form: async () => ({
        ...aForm(),
        schema: { type: 'object', properties: { tag } },
      }),
    });
    expect(await screen.findByLabelText('Tag')).toBeVisible();
    expect(screen.getByText(/can't be checked here/)).toBeVisible();
  });
});
