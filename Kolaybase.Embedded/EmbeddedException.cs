namespace Kolaybase.Embedded;

/// <summary>A failure that the person at the keyboard can mend. Its message says what is wrong and what to do; it is printed without a stack trace.</summary>
public sealed class EmbeddedException : Exception
{
    /// <summary>Makes a failure with a message for the user.</summary>
    public EmbeddedException(string message) : base(message)
    {
    }

    /// <summary>Makes a failure with a message for the user and the fault behind it.</summary>
    public EmbeddedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
