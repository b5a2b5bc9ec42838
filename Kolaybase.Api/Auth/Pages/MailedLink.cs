namespace Kolaybase.Api.Auth;

/// <summary>What the link in a mail brings to its page.</summary>
/// <param name="Otp">The code.</param>
/// <param name="Key">The project's anon key.</param>
/// <param name="Email">Where the mail went, so that what the page posts is a guess at one address and not at all; null in mails of former versions.</param>
/// <param name="RedirectTo">Where the page goes on to; null when nowhere.</param>
internal sealed record MailedLink(string Otp, string Key, string? Email, string? RedirectTo)
{
    /// <summary>Never prints the code.</summary>
    public override string ToString() => nameof(MailedLink);
}
