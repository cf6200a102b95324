<?php
function base64url(string $raw): string {
    return rtrim(strtr(base64_encode($raw), '+/', '-_'), '=');
}

function token(string $apiKey): string {
    $claims = ['iss' => substr($apiKey, -73, 36), 'iat' => time()];
    $text = base64url(json_encode(['typ' => 'JWT', 'alg' => 'HS256'])) . '.' . base64url(json_encode($claims));
    return $text . '.' . base64url(hash_hmac('sha256', $text, substr($apiKey, -36), true));
}

$answer = file_get_contents('@@BASE@@/v2/notifications/sms', false, stream_context_create(['http' => [
    'method' => 'POST',
    'header' => ['Authorization: Bearer ' . token(getenv('NOTIFY_API_KEY')), 'Content-Type: application/json'],
    'content' => json_encode([
        'phone_number' => '0699000001',
        'template_id' => 'f33517ff-2a88-4f6e-b855-c550268ce08a',
        'personalisation' => ['naam' => 'Ans'],
        'reference' => 'zaak-12',
    ]),
]]));
echo json_decode($answer)->id;
