export { isPublic, Public, PUBLIC_EXTENSION } from './public.decorator.js';
