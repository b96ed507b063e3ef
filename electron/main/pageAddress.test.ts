import { describe, expect, it } from 'vitest';
import { fileForAddress, isOwnAddress, isOwnDownload, windowForAddress } from './pageAddress.ts';

describe('addresses of the shell', () => {
  it('are of its own scheme and host only', () => {
    expect(isOwnAddress('shaotai://console/index.html#/board')).toBe(true);
    for (const other of [
      'https://example.org/',
      'file:///etc/passwd',
      'shaotai://other/index.html',
      'shaotai://console.example/',
      'javascript:alert(1)',
      'about:blank',
      'not an address',
    ]) {
      expect(isOwnAddress(other), other).toBe(false);
    }
  });

  it('give a download only of what a page made itself', () => {
    const own = 'blob:shaotai://console/3f0a';
    expect(isOwnDownload([own])).toBe(true);
    expect(isOwnDownload([])).toBe(false);
    for (const other of [
      'https://example.org/a.exe',
      'blob:https://example.org/3f0a',
      'shaotai://console/ground/base.pmtiles',
      'data:text/plain,a',
    ]) {
      expect(isOwnDownload([own, other]), other).toBe(false);
    }
  });

  it('open the wall, a case file, the map or the board in a window of their own, and nothing else', () => {
    expect(windowForAddress('shaotai://console/wall.html#/overview')).toBe('wall');
    expect(windowForAddress('shaotai://console/index.html#/case/0192-ab')).toBe('case');
    expect(windowForAddress('shaotai://console/index.html#/map?cell=3')).toBe('map');
    expect(windowForAddress('shaotai://console/index.html#/board')).toBe('board');
    expect(windowForAddress('shaotai://console/index.html#/admin/people')).toBeUndefined();
    expect(windowForAddress('shaotai://console/gallery.html')).toBeUndefined();
    expect(windowForAddress('https://example.org/wall.html')).toBeUndefined();
  });

  it('name files of the pages or of the ground, never one outside', () => {
    expect(fileForAddress('shaotai://console/')).toEqual({ home: 'renderer', path: 'index.html' });
    expect(fileForAddress('shaotai://console/assets/a.js?v=1')).toEqual({
      home: 'renderer',
      path: 'assets/a.js',
    });
    expect(fileForAddress('shaotai://console/ground/base.pmtiles')).toEqual({
      home: 'ground',
      path: 'base.pmtiles',
    });
    for (const escape of [
      'shaotai://console/%2e%2e%2fsecret',
      'shaotai://console/ground/..%2f..%2foutbox.db',
      'shaotai://console/a%5c..%5cb',
      'shaotai://console/a%00b',
      'shaotai://console/%E0%A4%A',
    ]) {
      expect(fileForAddress(escape), escape).toBeUndefined();
    }
  });
});
