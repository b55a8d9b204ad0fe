import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, SearchField, Select, Tag, TagGroup } from '@backstage/ui';
import type { Facets } from '@flotilla/backstage-plugin-flotilla-common';
import { useEffect, useState } from 'react';
import { shortName } from '../common';
import { flotillaTranslationRef } from '../translation';
import styles from './FleetFilters.module.css';
import {
  type FacetName,
  FACETS,
  type FleetView,
  isNarrowed,
  widened,
} from './view';

/** So long after the last key the search begins. */
const TYPING_MILLISECONDS = 250;

interface FilterProps {
  view: FleetView;
  onChange: (change: Partial<FleetView>) => void;
}

const SearchFilter = ({ view, onChange }: FilterProps) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const [text, setText] = useState(view.search);
  useEffect(() => setText(view.search), [view.search]);
  useEffect(() => {
    if (text === view.search) return undefined;
    const timer = setTimeout(
      () => onChange({ search: text }),
      TYPING_MILLISECONDS,
    );
    return () => clearTimeout(timer);
  }, [text, view.search, onChange]);
  return (
    <SearchField
      className={styles.search}
      aria-label={t('fleet.search.label')}
      placeholder={t('fleet.search.placeholder')}
      value={text}
      onChange={setText}
    />
  );
};

/** The choices of a facet; one that is chosen stays one, also when nothing matches it any more. */
function optionsOf(name: FacetName, view: FleetView, facets?: Facets) {
  const counted = facets?.[name] ?? [];
  const known = new Set(counted.map(facet => facet.value));
  const gone = view[name].filter(value => !known.has(value));
  return [...counted, ...gone.map(value => ({ value, count: 0 }))];
}

const FacetFilter = (
  props: FilterProps & { name: FacetName; facets?: Facets },
) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { name, view, onChange, facets } = props;
  const label = t(`fleet.facet.${name}`);
  const options = optionsOf(name, view, facets).map(({ value, count }) => ({
    id: value,
    label: `${name === 'owner' ? shortName(value) : value} (${count})`,
  }));
  return (
    <Select
      className={styles.facet}
      aria-label={label}
      placeholder={label}
      selectionMode="multiple"
      options={options}
      isDisabled={options.length === 0}
      value={view[name]}
      onChange={keys => onChange({ [name]: keys.map(String) })}
    />
  );
};

/** Search and facets; what they are set to stands in the address. */
export const FleetFilters = (props: FilterProps & { facets?: Facets }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { view, onChange, facets } = props;
  return (
    <div
      className={styles.filters}
      role="search"
      aria-label={t('fleet.search.region')}
    >
      <SearchFilter view={view} onChange={onChange} />
      {FACETS.map(name => (
        <FacetFilter
          key={name}
          name={name}
          view={view}
          onChange={onChange}
          facets={facets}
        />
      ))}
      {view.label.length > 0 && (
        <TagGroup
          aria-label={t('fleet.facet.label')}
          onRemove={keys =>
            onChange({ label: view.label.filter(label => !keys.has(label)) })
          }
        >
          {view.label.map(label => (
            <Tag key={label} id={label} textValue={label}>
              {label}
            </Tag>
          ))}
        </TagGroup>
      )}
      {isNarrowed(view) && (
        <Button variant="tertiary" onPress={() => onChange(widened(view))}>
          {t('fleet.search.clear')}
        </Button>
      )}
    </div>
  );
};
