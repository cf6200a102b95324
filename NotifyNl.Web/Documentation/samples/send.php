<?php // composer require alphagov/notifications-php-client php-http/guzzle7-adapter
$client = new \Alphagov\Notifications\Client([
    'baseUrl' => '@@BASE@@',
    'apiKey' => $apiKey,
    'httpClient' => new \Http\Adapter\Guzzle7\Client(),
]);
$sent = $client->sendSms('0699000001', 'f33517ff-2a88-4f6e-b855-c550268ce08a', ['naam' => 'Ans'], 'zaak-12');
echo $sent['id'];
