// The few sentences that the shell itself must say, when there is no page to say them.

export type ShellSentences = {
  readonly keyUnreadable: { readonly title: string; readonly text: string };
};

const zhCN: ShellSentences = {
  keyUnreadable: {
    title: '无法打开数据密钥',
    text: '本机密钥库打不开此数据文件夹的密钥，程序不能继续。请用原来的系统账户登录并解锁密钥库；数据没有改动。',
  },
};

const en: ShellSentences = {
  keyUnreadable: {
    title: 'The data key cannot be opened',
    text: 'The key store of this machine does not open the key of this data folder, so the program cannot go on. Log in with the account that made it and unlock the key store; nothing was changed.',
  },
};

export function sentencesFor(locale: string): ShellSentences {
  return locale.toLowerCase().startsWith('zh') ? zhCN : en;
}
