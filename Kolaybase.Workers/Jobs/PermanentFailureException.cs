namespace Kolaybase.Workers.Jobs;

/// <summary>A job can't succeed, however often it is tried: it is given up at once, whichever attempt this is.</summary>
/// <param name="message">Why, for operators.</param>
/// <param name="inner">The cause; null when there is no other.</param>
public class PermanentFailureException(string message, Exception? inner = null) : Exception(message, inner);
