// The few sentences that the shell itself must say, when there is no page to say them.

export type ShellSentences = {
  readonly keyUnreadable: Sentence;
  readonly folderBusy: Sentence;
  readonly dataNewer: Sentence;
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
  dataNewer: {
    title: '数据由更新版本的程序写成',
    text: '本程序版本较旧，不能打开此数据文件夹，数据没有改动。请改用新版程序，或装回新版。',
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
  dataNewer: {
    title: 'A newer version of the program has written this data',
    text: 'This version is older and does not open the data folder; nothing was changed. Use the newer program, or install it again.',
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
  dataNewer: both(zhCN.dataNewer, en.dataNewer),
  hostDown: (why) => both(zhCN.hostDown(why), en.hostDown(why)),
};

function both(first: Sentence, second: Sentence): Sentence {
  return { title: first.title, text: `${first.text}\n\n${second.title}. ${second.text}` };
}
