using System.Security.Cryptography;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Tests.ControlPlane.Secrets;

public class SecretBoxTests
{
    private static readonly string s_old = MasterKeyRing.Generate("old");
    private static readonly string s_new = MasterKeyRing.Generate("new");

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ключ 🔑 \0 'quoted'")]
    public void What_is_sealed_opens_again(string plain)
    {
        var box = Box(s_old);

        Assert.Equal(plain, box.Open(box.Seal(plain, "purpose", "owner"), "purpose", "owner"));
    }

    [Fact]
    public void The_same_secret_is_sealed_differently_each_time_and_not_readable()
    {
        var box = Box(s_old);
        var (first, second) = (box.Seal("secret-value", "purpose", "owner"), box.Seal("secret-value", "purpose", "owner"));

        Assert.NotEqual(first, second);
        Assert.StartsWith("v1.old.", first, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "owner")]
    [InlineData("purpose", "other")]
    public void For_another_purpose_or_owner_it_stays_shut(string purpose, string owner)
    {
        var box = Box(s_old);

        Assert.ThrowsAny<CryptographicException>(() => box.Open(box.Seal("secret", "purpose", "owner"), purpose, owner));
    }

    [Fact]
    public void A_value_altered_in_any_place_stays_shut()
    {
        var box = Box(s_old);
        var value = box.Seal("secret", "purpose", "owner");
        // Every other character carries all its bits; the last one may carry unused ones.
        for (var i = value.LastIndexOf('.') + 1; i < value.Length - 1; i++)
        {
            var altered = $"{value[..i]}{(value[i] == 'A' ? 'B' : 'A')}{value[(i + 1)..]}";
            Assert.ThrowsAny<CryptographicException>(() => box.Open(altered, "purpose", "owner"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("v2.old.AAAA")]
    [InlineData("v1.old.")]
    [InlineData("v1.old.AAAA")]
    [InlineData("v1.old.not base64!")]
    [InlineData("v1.old.AAAA.BBBB")]
    [InlineData("v1.unknown.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_was_never_sealed_is_refused_as_such(string value) =>
        Assert.ThrowsAny<CryptographicException>(() => Box(s_old).Open(value, "purpose", "owner"));

    [Fact]
    public void After_a_rotation_old_values_open_and_new_ones_are_sealed_with_the_new_key()
    {
        var before = Box(s_old).Seal("secret", "purpose", "owner");
        var rotated = Box($"{s_new}\n{s_old}");

        Assert.Equal("secret", rotated.Open(before, "purpose", "owner"));
        Assert.StartsWith("v1.new.", rotated.Seal("secret", "purpose", "owner"), StringComparison.Ordinal);
        Assert.Throws<CryptographicException>(() => Box(s_new).Open(before, "purpose", "owner"));
    }

    private static SecretBox Box(string keys) => new(MasterKeyRing.Parse(keys));
}
