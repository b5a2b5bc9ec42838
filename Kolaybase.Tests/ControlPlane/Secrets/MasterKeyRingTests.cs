using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Tests.ControlPlane.Secrets;

public class MasterKeyRingTests
{
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [Theory]
    [InlineData($"a:{Key}", "a")]
    [InlineData($"a:{Key},b:{Key}", "a b")]
    [InlineData($"# keys\n a:{Key} \r\n\r\nb-2_X:{Key}\n", "a b-2_X")]
    public void Keys_are_read_from_a_list_or_from_lines(string text, string ids) =>
        Assert.Equal(ids, string.Join(' ', MasterKeyRing.Parse(text).Ids));

    [Theory]
    [InlineData("", "No master key")]
    [InlineData("# nothing but a comment", "No master key")]
    [InlineData(Key, "has no id")]
    [InlineData($":{Key}", "has no id")]
    [InlineData($"a b:{Key}", "has no id")]
    [InlineData($"a.b:{Key}", "has no id")]
    [InlineData($"abcdefghijklmnopqrstuvwxyz1234567:{Key}", "has no id")]
    [InlineData("a:AAAA", "is not the base64 of 32 bytes")]
    [InlineData($"a:{Key}AAAA", "is not the base64 of 32 bytes")]
    [InlineData("a:not base64", "is not the base64 of 32 bytes")]
    [InlineData($"a:{Key},a:{Key}", "same id")]
    public void Malformed_keys_are_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => MasterKeyRing.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_message_holds_key_material()
    {
        const string secret = "c2VjcmV0LXNlY3JldA==";

        Assert.DoesNotContain(secret, Assert.Throws<FormatException>(() => MasterKeyRing.Parse($"a:{secret}")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, Assert.Throws<FormatException>(() => MasterKeyRing.Parse(secret)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Generated_keys_can_be_read_and_differ()
    {
        Assert.Equal(["k1"], MasterKeyRing.Parse(MasterKeyRing.Generate("k1")).Ids);
        Assert.NotEqual(MasterKeyRing.Generate("k1"), MasterKeyRing.Generate("k1"));
    }
}
