/** What a profile of models may be called: small letters, digits and `-`. Whether there is one is known at the repository. */
export const profileName = /^[a-z0-9-]{1,60}$/;

export const isProfileName = (text: string): boolean => profileName.test(text);
