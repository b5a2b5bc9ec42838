using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Mail;

namespace Kolaybase.Tests.ControlPlane.Mail;

public class UserMailFieldsTests
{
    public static TheoryData<string> Mails { get; } = [.. UserMails.All];

    [Theory]
    [MemberData(nameof(Mails))]
    public void Every_mail_has_the_values_that_it_is_said_to_have(string mail) =>
        Assert.Equal(
            UserMailFields.Of(mail).Order(),
            (mail == UserMails.EmailChanged ? UserMailFields.MakeNotice("Shop", s_to) : Make(mail, TimeSpan.FromMinutes(10))).Keys.Order());

    [Theory]
    [InlineData(UserMails.VerifyEmail, "verify-email-callback")]
    [InlineData(UserMails.ResetPassword, "reset-password-callback")]
    [InlineData(UserMails.MagicLink, "magic-link-callback")]
    [InlineData(UserMails.ChangeEmail, "change-email-callback")]
    [InlineData(UserMails.Invite, "invite-callback")]
    public void The_link_opens_the_page_of_the_mail(string mail, string page) =>
        Assert.Equal($"https://base.example.com/api/rest/v1/auth/{page}?otp=123456&apikey=kb_anon_%26&email=Ada%40example.com", Make(mail, TimeSpan.FromHours(1))["link"]);

    [Fact]
    public void A_base_with_a_path_and_a_slash_stays_the_base() =>
        Assert.StartsWith(
            "https://example.com/base/api/rest/v1/auth/invite-callback?",
            UserMailFields.Make(UserMails.Invite, new Uri("https://example.com/base/"), "Shop", "k", s_to, "1", TimeSpan.FromDays(7))["link"],
            StringComparison.Ordinal);

    [Theory]
    [InlineData(1, "1", "1 minute")]
    [InlineData(10, "10", "10 minutes")]
    [InlineData(60, "60", "1 hour")]
    [InlineData(90, "90", "90 minutes")]
    [InlineData(1440, "1440", "24 hours")]
    [InlineData(2160, "2160", "36 hours")]
    [InlineData(10080, "10080", "7 days")]
    public void The_lifetime_is_told_in_minutes_and_in_words(int minutes, string number, string words)
    {
        var fields = Make(UserMails.MagicLink, TimeSpan.FromMinutes(minutes));
        Assert.Equal((number, words), (fields["minutes"], fields["lifetime"]));
    }

    [Fact]
    public void A_part_of_a_minute_counts_as_one() => Assert.Equal("2", Make(UserMails.MagicLink, TimeSpan.FromSeconds(61))["minutes"]);

    private static readonly EmailAddress s_to = EmailAddress.TryParse("Ada@Example.com", out var address) ? address : throw new InvalidOperationException();

    private static Dictionary<string, string> Make(string mail, TimeSpan lifetime) =>
        UserMailFields.Make(mail, new Uri("https://base.example.com"), "Shop", "kb_anon_&", s_to, "123456", lifetime);
}
