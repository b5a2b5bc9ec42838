using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kolaybase.Api.Http;
using Kolaybase.Api.Storage;

namespace Kolaybase.Tests.Storage;

public class ObjectPathTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("a/b")]
    [InlineData("photos/2026/Üß 漢字 🐘.png")]
    [InlineData("...")]
    [InlineData(".hidden")]
    [InlineData("a..b/c.")]
    [InlineData("100%/50%25")]
    [InlineData("a b/c+d&e=f?#g")]
    [InlineData("%41")]
    [InlineData("ab:c")]
    [InlineData("CON")]
    [InlineData("a'; drop table storage.objects; --")]
    public void Names_of_all_kinds_are_taken_as_they_are(string path) => Assert.Equal(path, ObjectPath.Require(path));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/..")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a/.. /b")]
    [InlineData("a/ ../b")]
    [InlineData("..%2fa")]
    [InlineData("..%2Fa")]
    [InlineData("a%2fb")]
    [InlineData("%2e%2e/a")]
    [InlineData("%2E%2E%2Fa")]
    [InlineData(".%2e/a")]
    [InlineData("%252e%252e/a")]
    [InlineData("%25252e%25252e%25252fa")]
    [InlineData("a%5cb")]
    [InlineData("a%00b")]
    [InlineData("a%0ab")]
    [InlineData("a\\b")]
    [InlineData("..\\a")]
    [InlineData("\\\\server\\share")]
    [InlineData("C:")]
    [InlineData("c:/windows")]
    [InlineData("C:a")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    public void Every_spelling_of_a_way_out_is_refused(string path)
    {
        var refusal = Assert.Throws<ApiException>(() => ObjectPath.Require(path));
        Assert.Equal((400, ErrorCodes.InvalidObjectPath), (refusal.Status, refusal.Error.Code));
    }

    /// <summary>Half a pair is no character; not as data of a theory, which would mend it.</summary>
    [Fact]
    public void Halves_of_surrogate_pairs_are_refused()
    {
        Assert.All(["\ud800a", "a\udc00", "a\ud800"], path => Assert.Throws<ApiException>(() => ObjectPath.Require(path)));
        Assert.Throws<ApiException>(() => ObjectPath.RequirePrefix("\ud800"));
    }

    [Fact]
    public void The_limit_is_1024_bytes_of_UTF_8()
    {
        Assert.Equal(1024, ObjectPath.Require(new string('a', 1024)).Length);
        Assert.Throws<ApiException>(() => ObjectPath.Require(new string('a', 1025)));
        Assert.Equal(512, ObjectPath.Require(new string('ü', 512)).Length);
        Assert.Throws<ApiException>(() => ObjectPath.Require(new string('ü', 513)));
    }

    /// <summary>Whatever is taken has, however often it is decoded, only plain segments.</summary>
    [Property(MaxTest = 2_000)]
    public Property What_is_taken_stays_inside_however_often_it_is_decoded() => Prop.ForAll(
        Gen.Elements("a", ".", "..", "/", "%2e", "%2F", "%25", "\\", "%5c", "é", "%", " ", "C:", "%00").ListOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        text =>
        {
            if (ObjectPath.Fault(text + "x") is not null)
            {
                return true;
            }

            var path = text + "x";
            for (var round = 0; round < 5; round++)
            {
                if (path.Split('/').Any(s => s.Length == 0 || s.Trim(' ') is "." or "..") || path.Contains('\\', StringComparison.Ordinal) || path.Any(char.IsControl))
                {
                    return false;
                }

                path = Uri.UnescapeDataString(path);
            }

            return true;
        });

    [Theory]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("a/", "a/")]
    [InlineData("a/b", "a/b")]
    public void Prefixes_are_beginnings_of_paths(string? prefix, string expected) => Assert.Equal(expected, ObjectPath.RequirePrefix(prefix));

    [Theory]
    [InlineData("a\\")]
    [InlineData("a\0")]
    public void What_no_path_begins_with_is_no_prefix(string prefix) => Assert.Throws<ApiException>(() => ObjectPath.RequirePrefix(prefix));
}
