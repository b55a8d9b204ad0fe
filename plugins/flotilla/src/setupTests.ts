import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages load their parts on demand, which on a busy machine takes longer than the library's second.
configure({ asyncUtilTimeout: 8000 });
jest.setTimeout(30_000);
