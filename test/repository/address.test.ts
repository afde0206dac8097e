import { describe, expect, it } from 'vitest';
import { readS3Address } from '../../src/repository/blobs/s3/address.ts';

describe('the address of a bucket', () => {
  it('says where files lie and for how long they stay', () => {
    expect(readS3Address('s3://fojas')).toEqual({
      ...{ bucket: 'fojas', prefix: '', endpoint: null, region: 'us-east-1', pathStyle: false, retainDays: 3653 },
    });
    const long = 's3://fojas/a/b/?endpoint=https://s3.ejemplo.invalid:9000&region=sur-1&retain-days=30';
    expect(readS3Address(long)).toEqual({
      ...{ bucket: 'fojas', prefix: 'a/b/', endpoint: 'https://s3.ejemplo.invalid:9000', region: 'sur-1' },
      ...{ pathStyle: true, retainDays: 30 },
    });
    expect(readS3Address('s3://fojas?lock=none&path-style=true')).toMatchObject({ pathStyle: true, retainDays: null });
  });

  it.each([
    'fojas',
    'https://fojas',
    's3://',
    's3://key:secret@fojas',
    's3://key@fojas',
    's3://fojas?retain-days=0',
    's3://fojas?lock=governance',
    's3://fojas?endpoint=ftp://x',
    's3://fojas?endpoint=https://key:secret@s3.ejemplo.invalid',
    's3://fojas?secret=x',
  ])('is not %s', (address) => expect(readS3Address(address)).toBeNull());
});
