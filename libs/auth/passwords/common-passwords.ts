/** Passwords of ten characters or more that every list of guesses begins with, in lower case. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set([
  ...['1234567890', '0123456789', '0987654321', '9876543210', '1234554321', '12345678910', '123456789a', 'a123456789'],
  ...['1111111111', '0000000000', '8888888888', '6666666666', '1212121212', '1122334455', '5201314520', '1231231231'],
  ...['password12', 'password123', 'password1234', 'passw0rd123', 'p@ssw0rd123', 'password01', 'administrator', 'admin12345'],
  ...['admin123456', 'admin@123456', 'qwertyuiop', 'qwerty12345', 'qwerty123456', '1q2w3e4r5t', '1qaz2wsx3edc', 'q1w2e3r4t5'],
  ...['abc1234567', 'abcd123456', 'abcdefghij', 'asdfghjkl1', 'iloveyou123', 'welcome123', 'letmein123', 'woaini1314'],
  ...['woaini520520', 'zhangsan123', 'changeme123', 'test123456', 'root123456', 'zhiheng123', 'zhiheng1234', 'zhiheng12345'],
]);
