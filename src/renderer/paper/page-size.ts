/** A page as large as it says, in points: CSS pixels at scale 1. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}
