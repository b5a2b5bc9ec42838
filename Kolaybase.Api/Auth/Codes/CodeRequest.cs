namespace Kolaybase.Api.Auth;

/// <summary>A mailed code that is typed back.</summary>
/// <param name="Otp">The mailed code.</param>
/// <param name="Email">The address that the code went to; may be left out. Where it is named, five wrong guesses spend the code.</param>
public sealed record CodeRequest(string Otp, string? Email = null)
{
    /// <summary>Never prints the code.</summary>
    public override string ToString() => nameof(CodeRequest);
}
