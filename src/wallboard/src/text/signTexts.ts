/** What the signs of a board mean. */
export const signTexts = {
  title: 'What the signs mean',
  close: 'Close',
  fall: 'Fallen.',
  fallHelp: 'Lower than its own usual by more than ordinary days and chance explain. These come first.',
  rise: 'Risen.',
  riseHelp: 'Higher than its own usual, beyond doubt.',
  none: 'No sign.',
  noneHelp: 'As usual; or too little is known of earlier days to say.',
  scale: 'The scale',
  scaleHelp: 'goes from −100 to +100.',
  mark: 'the score',
  band: 'where it may truly lie (95 %)',
  whole: 'the whole board’s score',
  target: 'the target',
  tooFew: 'Too few.',
  tooFewHelp: 'So few responses say more about persons than about the service: the score is not shown.',
};
