using System.Text.RegularExpressions;
using Kolaybase.Tests.Support;
using MimeKit;

namespace Kolaybase.Tests.Acceptance.Support;

/// <summary>Reads mails as their recipients would.</summary>
public sealed partial class AcceptanceMails(string folder)
{
    /// <summary>Waits for the newest mail to an address, beyond those that came before, and takes the code out of it.</summary>
    public async Task<string> CodeAsync(string address, int before = 0) => Code().Match((await MailAsync(address, before)).TextBody!).Value;

    /// <summary>Waits for the newest mail to an address, beyond those that came before, and takes the link out of it.</summary>
    public async Task<Uri> LinkAsync(string address, int before = 0) => new(Link().Match((await MailAsync(address, before)).TextBody!).Value);

    private async Task<MimeMessage> MailAsync(string address, int before)
    {
        List<MimeMessage> found = [];
        await Eventually.TrueAsync(
            () =>
            {
                // Names begin with the time.
                found = Directory.Exists(folder)
                    ? [.. Directory.GetFiles(folder, "*.eml").Order(StringComparer.Ordinal).Select(f => MimeMessage.Load(f)).Where(m => m.To.Mailboxes.Any(t => t.Address == address))]
                    : [];
                return Task.FromResult(found.Count > before);
            },
            $"a mail to {address}",
            TestContext.Current.CancellationToken);
        return found[^1];
    }

    [GeneratedRegex(@"(?<![\w=@.-])[0-9]{6,16}(?![\w@.-])")]
    private static partial Regex Code();

    [GeneratedRegex(@"https?://[^\s>]+-callback\?[^\s>]+")]
    private static partial Regex Link();
}
