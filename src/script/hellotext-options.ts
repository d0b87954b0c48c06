/** Removes Hellotext's own options from those of the script tag, and returns them. The destination checks them. */
export const takeHellotextOptions = (options: object) => {
  const given = options as { apiRoot?: string; resend?: boolean };
  const { apiRoot, resend } = given;
  delete given.apiRoot;
  delete given.resend;
  return { apiRoot, resend };
};
