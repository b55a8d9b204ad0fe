/** Words of the fields in the forms. */
export const fieldMessages = {
  field: {
    none: '',
  },
} as const;
