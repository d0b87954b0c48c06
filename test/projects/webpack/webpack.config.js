export default {
  mode: 'production',
  output: { path: new URL('public', import.meta.url).pathname },
};
