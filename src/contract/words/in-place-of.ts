/** How whoever signs for another is called below the signature (domain.md, 3.2): legal text, in the jurisdiction's language. */
export const inPlaceOfCaption = 'por subrogancia legal';

/** As what a substitute signs: the capacity of his or her own, and for whom. */
export const capacityInPlaceOf = (capacity: string, name: string): string =>
  `${capacity}, ${inPlaceOfCaption} de ${name}`;
