using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OpenCode.Bridge.Channels.Push;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels.Push;

public sealed class PushEncryptionTests
{
    [Fact]
    public void Example_of_RFC_8291_comes_out_byte_for_byte()
    {
        // https://www.rfc-editor.org/rfc/rfc8291#section-5 and its appendix A.
        const string body = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        var sender = Bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        using var once = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = sender[1..33], Y = sender[33..] },
            D = Bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        });

        var encrypted = PushEncryption.Encrypt(
            Bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            Bytes("BTBZMqHH6r4Tts7J_aSIgg"),
            Encoding.ASCII.GetBytes("When I grow up, I want to be a watermelon"),
            once,
            Bytes("DGv6ra1nlYgDCS1FRnbzlw"));

        Assert.Equal(body, Base64Url.EncodeToString(encrypted));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(PushEncryption.LongestMessage)]
    public void Browser_reads_what_was_encrypted_for_it_and_no_other_does(int length)
    {
        using var browser = new FakeBrowser("https://push.example/1");
        using var other = new FakeBrowser("https://push.example/2");
        var message = RandomNumberGenerator.GetBytes(length);

        var body = PushEncryption.Encrypt(browser.P256dh, browser.Auth, message);

        Assert.True(body.Length <= 4096);
        Assert.Equal(message, browser.Decrypt(body));
        Assert.ThrowsAny<CryptographicException>(() => other.Decrypt(body));
        Assert.NotEqual(body, PushEncryption.Encrypt(browser.P256dh, browser.Auth, message));
    }

    [Fact]
    public void What_does_not_fit_into_one_message_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() =>
    {
        using var browser = new FakeBrowser("https://push.example/1");
        PushEncryption.Encrypt(browser.P256dh, browser.Auth, new byte[PushEncryption.LongestMessage + 1]);
    });

    [Fact]
    public void Only_points_of_the_curve_are_keys()
    {
        using var browser = new FakeBrowser("https://push.example/1");
        var key = browser.P256dh;

        Assert.True(PushEncryption.IsKey(key));
        Assert.False(PushEncryption.IsKey(key[..64]));
        Assert.False(PushEncryption.IsKey([2, .. key[1..]]));
        Assert.False(PushEncryption.IsKey([.. key[..64], (byte)(key[64] ^ 1)]));
        Assert.False(PushEncryption.IsKey([4, .. new byte[64]]));
        Assert.False(PushEncryption.IsKey([]));
    }

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}
