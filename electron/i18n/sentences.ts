// The few sentences that the shell itself must say, when there is no page to say them.

export type ShellSentences = {
  readonly keyUnreadable: Sentence;
  readonly folderBusy: Sentence;
  readonly hostDown: (why: string) => Sentence;
};

type Sentence = { readonly title: string; readonly text: string };

const zhCN: ShellSentences = {
  keyUnreadable: {
    title: '无法打开数据密钥',
    text: '本机密钥库打不开此数据文件夹的密钥，程序不能继续。请用原来的系统账户登录并解锁密钥库；数据没有改动。',
  },
  folderBusy: {
    title: '数据文件夹正被另一个程序使用',
    text: '请先关闭占用它的程序，再打开本程序。',
  },
  hostDown: (why) => ({
    title: '本机服务起不来',
    text: `程序会继续尝试。已录入的数据仍在数据文件夹中。原因：${why}`,
  }),
};

const en: ShellSentences = {
  keyUnreadable: {
    title: 'The data key cannot be opened',
    text: 'The key store of this machine does not open the key of this data folder, so the program cannot go on. Log in with the account that made it and unlock the key store; nothing was changed.',
  },
  folderBusy: {
    title: 'The data folder is in use by another program',
    text: 'Close the program that has it, then open this one again.',
  },
  hostDown: (why) => ({
    title: 'The local service does not start',
    text: `The program keeps trying. What was entered is still in the data folder. Cause: ${why}`,
  }),
};

/** Both languages at once: the setting that knows the reader's is kept by the host, which is down. */
export const sentences: ShellSentences = {
  keyUnreadable: both(zhCN.keyUnreadable, en.keyUnreadable),
  folderBusy: both(zhCN.folderBusy, en.folderBusy),
  hostDown: (why) => both(zhCN.hostDown(why), en.hostDown(why)),
};

function both(first: Sentence, second: Sentence): Sentence {
  return { title: first.title, text: `${first.text}\n\n${second.title}. ${second.text}` };
}
