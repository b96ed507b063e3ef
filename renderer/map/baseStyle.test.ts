import { describe, expect, it } from 'vitest';
import { baseStyleKey, type BaseStyleInput } from './baseStyle.ts';

const feature = (part: Partial<BaseStyleInput>): BaseStyleInput => ({
  layer: 'road',
  zoom: 14,
  roadClass: 1,
  name: '',
  kind: '',
  ...part,
});

describe('keys of base styles', () => {
  it('features that look alike share a key, whatever their name', () => {
    expect(baseStyleKey(feature({ name: 'a' }))).toBe(baseStyleKey(feature({ name: 'b' })));
    expect(baseStyleKey(feature({ zoom: 14.2 }))).toBe(baseStyleKey(feature({ zoom: 13.9 })));
    expect(baseStyleKey(feature({ roadClass: 2 }))).not.toBe(baseStyleKey(feature({})));
  });

  it('lanes and buildings wait until they can be told apart', () => {
    expect(baseStyleKey(feature({ roadClass: 4, zoom: 12 }))).toBeNull();
    expect(baseStyleKey(feature({ roadClass: 4, zoom: 15 }))).not.toBeNull();
    expect(baseStyleKey(feature({ layer: 'building', zoom: 13.5 }))).toBeNull();
    expect(baseStyleKey(feature({ layer: 'building', zoom: 15 }))).toBe('building');
  });

  it('borders and street names are not the base map’s: they are drawn above it', () => {
    expect(baseStyleKey(feature({ layer: 'street' }))).toBeNull();
    expect(baseStyleKey(feature({ layer: 'label', kind: 'street', zoom: 12 }))).toBeNull();
  });
});
